-- Cars of customer ?1, oldest first.
SELECT id FROM vehicle WHERE customer = ?1 ORDER BY id
