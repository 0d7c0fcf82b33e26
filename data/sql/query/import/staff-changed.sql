-- Records from ?1 to ?2 that were changed after they were made.
SELECT id, revision FROM staff WHERE id BETWEEN ?1 AND ?2 AND revision > 1
