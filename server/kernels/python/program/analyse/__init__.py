"""What can be said of a Python step from its syntax tree alone. What is said too much is safe; too little is not."""
