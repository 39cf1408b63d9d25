"""The workbench: a web application to read, check, correct and see a case."""
