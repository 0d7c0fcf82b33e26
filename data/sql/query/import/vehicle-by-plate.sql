SELECT id FROM vehicle WHERE plate = ?1 AND plate <> '' ORDER BY id LIMIT 1
