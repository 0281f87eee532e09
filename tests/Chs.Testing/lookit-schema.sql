-- Tables and columns of a Lookit database, as far as the import reads them.
CREATE TABLE django_content_type (
    id int PRIMARY KEY, app_label varchar(100) NOT NULL, model varchar(100) NOT NULL
);
CREATE TABLE auth_permission (id int PRIMARY KEY, content_type_id int NOT NULL, codename varchar(100) NOT NULL);
CREATE TABLE auth_group (id int PRIMARY KEY, name varchar(150) NOT NULL);
CREATE TABLE auth_group_permissions (group_id int NOT NULL, permission_id int NOT NULL);
CREATE TABLE accounts_user (
    id int PRIMARY KEY, uuid uuid NOT NULL, username varchar(254) NOT NULL, password varchar(128) NOT NULL,
    given_name varchar(255) NOT NULL DEFAULT '', middle_name varchar(255) NOT NULL DEFAULT '',
    family_name varchar(255) NOT NULL DEFAULT '', nickname varchar(255) NOT NULL DEFAULT '',
    _identicon text NOT NULL DEFAULT '', is_active boolean NOT NULL DEFAULT true,
    is_staff boolean NOT NULL DEFAULT false, is_superuser boolean NOT NULL DEFAULT false,
    is_researcher boolean NOT NULL DEFAULT false, is_spam boolean NOT NULL DEFAULT false,
    admin_comments text NOT NULL DEFAULT '', locale varchar(255) NOT NULL DEFAULT '',
    time_zone varchar(255) NOT NULL DEFAULT '', former_lookit_id varchar(255) NOT NULL DEFAULT '',
    linked_former_lookit_ids varchar(255)[] NOT NULL DEFAULT '{}', email_next_session boolean NOT NULL DEFAULT true,
    email_new_studies boolean NOT NULL DEFAULT true, email_study_updates boolean NOT NULL DEFAULT true,
    email_response_questions boolean NOT NULL DEFAULT true, date_created timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE accounts_user_groups (user_id int NOT NULL, group_id int NOT NULL);
CREATE TABLE accounts_user_user_permissions (user_id int NOT NULL, permission_id int NOT NULL);
CREATE TABLE accounts_googleauthenticatortotp (
    user_id int PRIMARY KEY, secret varchar(32) NOT NULL, activated boolean NOT NULL
);
CREATE TABLE authtoken_token (key varchar(40) PRIMARY KEY, created timestamptz NOT NULL, user_id int NOT NULL);
CREATE TABLE accounts_demographicdata (
    id int PRIMARY KEY, uuid uuid NOT NULL, user_id int, previous_id int, created_at timestamptz NOT NULL,
    number_of_children varchar(3) NOT NULL DEFAULT '', child_birthdays date[] NOT NULL DEFAULT '{}',
    number_of_guardians varchar(6) NOT NULL DEFAULT '', guardians_explanation text NOT NULL DEFAULT '',
    us_race_ethnicity_identification varchar(100) NOT NULL DEFAULT '',
    us_race_ethnicity_identification_describe text NOT NULL DEFAULT '', age varchar(5) NOT NULL DEFAULT '',
    gender varchar(2) NOT NULL DEFAULT '', gender_self_describe text NOT NULL DEFAULT '',
    education_level varchar(5) NOT NULL DEFAULT '', annual_income varchar(7) NOT NULL DEFAULT '',
    former_lookit_annual_income varchar(30) NOT NULL DEFAULT '', additional_comments text NOT NULL DEFAULT '',
    country varchar(2) NOT NULL DEFAULT '', state varchar(2) NOT NULL DEFAULT '',
    density varchar(8) NOT NULL DEFAULT '', lookit_referrer text NOT NULL DEFAULT '', extra jsonb,
    old_languages_spoken_at_home text NOT NULL DEFAULT '', old_spouse_education_level varchar(5) NOT NULL DEFAULT '',
    old_number_of_books int
);
CREATE TABLE accounts_child (
    id int PRIMARY KEY, uuid uuid NOT NULL, user_id int NOT NULL, given_name varchar(255) NOT NULL,
    birthday date NOT NULL, gender varchar(2) NOT NULL DEFAULT 'na', gender_self_describe text NOT NULL DEFAULT '',
    gestational_age_at_birth smallint, additional_information text NOT NULL DEFAULT '',
    existing_conditions bigint NOT NULL DEFAULT 0, languages_spoken bigint NOT NULL DEFAULT 0,
    deleted boolean NOT NULL DEFAULT false, former_lookit_profile_id varchar(255) NOT NULL DEFAULT ''
);
CREATE TABLE studies_lab (
    id int PRIMARY KEY, uuid uuid NOT NULL, name varchar(255) NOT NULL, slug varchar(255),
    institution varchar(255) NOT NULL DEFAULT '', principal_investigator_name varchar(255) NOT NULL DEFAULT '',
    contact_email varchar(254) NOT NULL, contact_phone varchar(255) NOT NULL DEFAULT '',
    lab_website varchar(200) NOT NULL DEFAULT '', description text NOT NULL DEFAULT '',
    irb_contact_info text NOT NULL DEFAULT '', approved_to_test boolean NOT NULL DEFAULT true, banner varchar(100),
    badge varchar(100), guest_group_id int, readonly_group_id int, member_group_id int, admin_group_id int
);
CREATE TABLE studies_lab_researchers (lab_id int NOT NULL, user_id int NOT NULL);
CREATE TABLE studies_lab_requested_researchers (lab_id int NOT NULL, user_id int NOT NULL);
CREATE TABLE studies_study (
    id int PRIMARY KEY, uuid uuid NOT NULL, name varchar(255) NOT NULL, study_type_id int NOT NULL, lab_id int,
    creator_id int, state varchar(25) NOT NULL, public boolean NOT NULL DEFAULT true,
    shared_preview boolean NOT NULL DEFAULT false, preview_summary varchar(300) NOT NULL DEFAULT '',
    short_description text NOT NULL DEFAULT '', purpose text NOT NULL DEFAULT '', criteria text NOT NULL DEFAULT '',
    criteria_expression text NOT NULL DEFAULT '', compensation_description text NOT NULL DEFAULT '',
    duration text NOT NULL DEFAULT '', contact_info text NOT NULL DEFAULT '',
    exit_url varchar(200) NOT NULL DEFAULT '', metadata jsonb NOT NULL DEFAULT '{}',
    structure jsonb NOT NULL DEFAULT '{"frames":{},"sequence":[]}', generator text NOT NULL DEFAULT '',
    use_generator boolean NOT NULL DEFAULT false, display_full_screen boolean NOT NULL DEFAULT true,
    min_age_years int NOT NULL DEFAULT 0, min_age_months int NOT NULL DEFAULT 0, min_age_days int NOT NULL DEFAULT 0,
    max_age_years int NOT NULL DEFAULT 18, max_age_months int NOT NULL DEFAULT 0,
    max_age_days int NOT NULL DEFAULT 0, image varchar(100), comments text, comments_extra jsonb, salt uuid NOT NULL,
    hash_digits int NOT NULL DEFAULT 6, priority int NOT NULL DEFAULT 99, built boolean NOT NULL DEFAULT false,
    is_building boolean NOT NULL DEFAULT false, date_modified timestamptz NOT NULL DEFAULT now(),
    status_change_date timestamptz, preview_group_id int, design_group_id int, analysis_group_id int,
    submission_processor_group_id int, researcher_group_id int, manager_group_id int, admin_group_id int
);
CREATE TABLE studies_study_must_have_participated (from_study_id int NOT NULL, to_study_id int NOT NULL);
CREATE TABLE studies_study_must_not_have_participated (from_study_id int NOT NULL, to_study_id int NOT NULL);
CREATE TABLE studies_studylog (
    id int PRIMARY KEY, uuid uuid NOT NULL, study_id int NOT NULL, user_id int, action varchar(128) NOT NULL,
    extra jsonb, created_at timestamptz NOT NULL
);
CREATE TABLE studies_studyuserobjectpermission (
    id int PRIMARY KEY, content_object_id int NOT NULL, permission_id int NOT NULL, user_id int NOT NULL
);
CREATE TABLE studies_labuserobjectpermission (
    id int PRIMARY KEY, content_object_id int NOT NULL, permission_id int NOT NULL, user_id int NOT NULL
);
CREATE TABLE guardian_userobjectpermission (
    id int PRIMARY KEY, object_pk varchar(255) NOT NULL, permission_id int NOT NULL, user_id int NOT NULL
);
CREATE TABLE studies_response (
    id int PRIMARY KEY, uuid uuid NOT NULL, study_id int NOT NULL, study_type_id int NOT NULL, child_id int NOT NULL,
    demographic_snapshot_id int, completed boolean NOT NULL DEFAULT false,
    completed_consent_frame boolean NOT NULL DEFAULT false, survey_consent boolean NOT NULL DEFAULT false,
    is_preview boolean NOT NULL DEFAULT false, exp_data jsonb NOT NULL DEFAULT '{}',
    conditions jsonb NOT NULL DEFAULT '{}', global_event_timings jsonb NOT NULL DEFAULT '{}',
    sequence varchar(128)[] NOT NULL DEFAULT '{}', recording_method varchar(50), eligibility varchar(100)[],
    researcher_payment_status varchar(12) NOT NULL DEFAULT '',
    researcher_session_status varchar(50) NOT NULL DEFAULT '', researcher_star boolean NOT NULL DEFAULT false,
    date_created timestamptz NOT NULL DEFAULT now(), date_modified timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE studies_consentruling (
    id int PRIMARY KEY, uuid uuid NOT NULL, response_id int NOT NULL, action varchar(100) NOT NULL, arbiter_id int,
    comments text, created_at timestamptz NOT NULL
);
CREATE TABLE studies_feedback (
    id int PRIMARY KEY, uuid uuid NOT NULL, response_id int NOT NULL, researcher_id int, comment text NOT NULL
);
CREATE TABLE studies_video (
    id int PRIMARY KEY, uuid uuid NOT NULL, study_id int NOT NULL, response_id int NOT NULL,
    frame_id varchar(255) NOT NULL, full_name varchar(255) NOT NULL, pipe_name varchar(255), pipe_numeric_id int,
    s3_timestamp timestamptz NOT NULL, is_consent_footage boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
);
CREATE TABLE accounts_message (
    id int PRIMARY KEY, uuid uuid NOT NULL, sender_id int, subject varchar(255) NOT NULL, body text NOT NULL,
    related_study_id int, date_created timestamptz NOT NULL, email_sent_timestamp timestamptz
);
CREATE TABLE accounts_message_recipients (message_id int NOT NULL, user_id int NOT NULL);
CREATE TABLE accounts_message_children_of_interest (message_id int NOT NULL, child_id int NOT NULL);
CREATE INDEX ON studies_consentruling (response_id);
