SELECT id FROM vehicle WHERE vin = ?1 AND vin <> '' ORDER BY id LIMIT 1
