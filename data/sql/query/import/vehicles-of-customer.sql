-- Cars of customer ?1 that have neither plate nor VIN and are called ?2.
SELECT id FROM vehicle WHERE customer = ?1 AND model = ?2 AND plate = '' AND vin = '' ORDER BY id LIMIT 1
