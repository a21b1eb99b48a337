"""Chart builders: frame in, Altair chart out. They know no Streamlit."""
