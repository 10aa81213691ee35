SELECT 'the velocity rule is missing' AS fault WHERE NOT EXISTS (SELECT FROM rule WHERE id = 'velocity');
