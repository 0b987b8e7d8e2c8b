"""A company's whole configuration as one text: export, plan, import, roll back."""
