"""Mail that the product sends (外发邮件): the installation's mail server, and letters to people."""
