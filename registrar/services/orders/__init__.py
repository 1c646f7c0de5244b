"""What is done with orders, from the draft to its outcome."""
