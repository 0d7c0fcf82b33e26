-- Cars of the customers from ?1 to ?2.
SELECT id FROM vehicle WHERE customer BETWEEN ?1 AND ?2
