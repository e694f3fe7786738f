"""What is data of a language: tables, one language a folder."""
