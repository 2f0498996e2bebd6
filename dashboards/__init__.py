"""The Streamlit app: thin pages over pure views, and the replay player."""
