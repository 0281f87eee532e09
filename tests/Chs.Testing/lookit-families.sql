-- A researcher with a lab and two jsPsych studies, $1 sessions of $2 trials each,
-- and a family with a child for every ten sessions.
INSERT INTO accounts_user (id, uuid, username, password, is_researcher)
VALUES (1, gen_random_uuid(), 'robin@lab.example', '!', true);

INSERT INTO accounts_user (id, uuid, username, password)
SELECT i, gen_random_uuid(), 'family' || i || '@x.example', '!'
  FROM generate_series(2, greatest(2, $1 / 10)) i;

INSERT INTO accounts_child (id, uuid, user_id, given_name, birthday)
SELECT i, gen_random_uuid(), i, 'Kid ' || i, '2022-02-03'
  FROM generate_series(2, greatest(2, $1 / 10)) i;

INSERT INTO studies_lab (id, uuid, name, contact_email)
VALUES (1, gen_random_uuid(), 'Lab', 'lab@x.example');

INSERT INTO studies_study (id, uuid, name, study_type_id, lab_id, creator_id, state, salt)
SELECT i, gen_random_uuid(), 'Study ' || i, 3, 1, 1, 'active', gen_random_uuid()
  FROM generate_series(1, 2) i;

INSERT INTO studies_response (
    id, uuid, study_id, study_type_id, child_id, completed, exp_data, sequence, recording_method, eligibility)
SELECT r, gen_random_uuid(), 1 + r % 2, 3, 2 + r % greatest(1, $1 / 10 - 1), true,
       (SELECT jsonb_agg(jsonb_build_object(
                   'trial_index', t,
                   'trial_type', 'html-button-response',
                   'rt', 700 + (r * 31 + t * 17) % 900,
                   'response', t % 3,
                   'stimulus', '<p>Stimulus ' || t || ' of session ' || r || '</p>',
                   'time_elapsed', t * 1717))
          FROM generate_series(0, $2 - 1) t),
       ARRAY(SELECT t || '-html-button-response' FROM generate_series(0, $2 - 1) t), 'jspsych', '{Eligible}'
  FROM generate_series(1, $1) r;
