"""Access numbers (接入号码), 400 and 800 numbers, and the number that calls go out with."""
