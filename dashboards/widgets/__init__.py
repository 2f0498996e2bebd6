"""Small parts that Streamlit lacks, for the pages of the exercise room."""
