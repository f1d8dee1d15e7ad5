"""What is decided about a trainee beside modules: evidence, competence, prior learning, attendance."""
