using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chs.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    actor = table.Column<Guid>(type: "TEXT", nullable: true),
                    action = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    subject = table.Column<Guid>(type: "TEXT", nullable: true),
                    details = table.Column<string>(type: "TEXT", nullable: false),
                    chain_number = table.Column<long>(type: "INTEGER", nullable: true),
                    digest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "content_pages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    slug = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 35, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    markdown = table.Column<string>(type: "TEXT", nullable: false),
                    is_published = table.Column<bool>(type: "INTEGER", nullable: false),
                    modified_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_content_pages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotent_requests",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    request_digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    answer = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotent_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "institutions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    website = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    section = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    place = table.Column<int>(type: "INTEGER", nullable: false),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institutions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    job = table.Column<Guid>(type: "TEXT", nullable: false),
                    available_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    lease = table.Column<Guid>(type: "TEXT", nullable: true),
                    times_put_off = table.Column<int>(type: "INTEGER", nullable: false),
                    is_buried = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "labs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    institution = table.Column<string>(type: "TEXT", nullable: false),
                    principal_investigator = table.Column<string>(type: "TEXT", nullable: false),
                    contact_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    contact_phone = table.Column<string>(type: "TEXT", nullable: false),
                    website = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    irb_contact = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    banner = table.Column<string>(type: "TEXT", nullable: true),
                    badge = table.Column<string>(type: "TEXT", nullable: true),
                    is_approved = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_labs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    leased_until = table.Column<DateTime>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    delivered_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "quota_uses",
                columns: table => new
                {
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    taken = table.Column<int>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quota_uses", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "stored_artefacts",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    is_doomed = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_artefacts", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    email_confirmed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    is_email_proven = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    password_hash = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    devices_known_since = table.Column<DateTime>(type: "TEXT", nullable: true),
                    given_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    middle_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    family_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    nickname = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_researcher = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_staff = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_superuser = table.Column<bool>(type: "INTEGER", nullable: false),
                    demo = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 0),
                    is_spam = table.Column<bool>(type: "INTEGER", nullable: false),
                    admin_comments = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    identicon = table.Column<string>(type: "TEXT", nullable: true),
                    locale = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false, defaultValue: ""),
                    time_zone = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false, defaultValue: ""),
                    former_lookit_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false, defaultValue: ""),
                    linked_former_lookit_ids = table.Column<string>(type: "TEXT", nullable: false, defaultValueSql: "'[]'"),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    rights_on_labs = table.Column<int>(type: "INTEGER", nullable: false),
                    rights_on_studies = table.Column<int>(type: "INTEGER", nullable: false),
                    site_rights = table.Column<int>(type: "INTEGER", nullable: false),
                    email_new_studies = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: true),
                    email_next_session = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: true),
                    email_response_questions = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: true),
                    email_study_updates = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "video_removals",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    full_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    store = table.Column<int>(type: "INTEGER", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_video_removals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "credentials",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    label = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    is_pending = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    is_two_factor = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    is_imported = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    made_by_id = table.Column<long>(type: "INTEGER", nullable: true),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    is_read_only = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    is_deidentified = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    studies = table.Column<string>(type: "TEXT", nullable: false, defaultValueSql: "'[]'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credentials", x => x.id);
                    table.ForeignKey(
                        name: "fk_credentials_credentials_made_by_id",
                        column: x => x.made_by_id,
                        principalTable: "credentials",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_credentials_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "demographic_snapshots",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: true),
                    previous_id = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    additional_comments = table.Column<string>(type: "TEXT", nullable: false),
                    age = table.Column<string>(type: "TEXT", nullable: false),
                    annual_income = table.Column<string>(type: "TEXT", nullable: false),
                    child_birthdays = table.Column<string>(type: "TEXT", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    density = table.Column<string>(type: "TEXT", nullable: false),
                    education_level = table.Column<string>(type: "TEXT", nullable: false),
                    extra = table.Column<string>(type: "TEXT", nullable: true),
                    former_annual_income = table.Column<string>(type: "TEXT", nullable: false),
                    gender = table.Column<string>(type: "TEXT", nullable: false),
                    gender_self_describe = table.Column<string>(type: "TEXT", nullable: false),
                    guardians_explanation = table.Column<string>(type: "TEXT", nullable: false),
                    number_of_children = table.Column<string>(type: "TEXT", nullable: false),
                    number_of_guardians = table.Column<string>(type: "TEXT", nullable: false),
                    old_languages_spoken_at_home = table.Column<string>(type: "TEXT", nullable: false),
                    old_number_of_books = table.Column<int>(type: "INTEGER", nullable: true),
                    old_spouse_education_level = table.Column<string>(type: "TEXT", nullable: false),
                    race_ethnicity = table.Column<string>(type: "TEXT", nullable: false),
                    race_ethnicity_describe = table.Column<string>(type: "TEXT", nullable: false),
                    referrer = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_demographic_snapshots", x => x.id);
                    table.ForeignKey(
                        name: "fk_demographic_snapshots_demographic_snapshots_previous_id",
                        column: x => x.previous_id,
                        principalTable: "demographic_snapshots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_demographic_snapshots_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "external_identities",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    issuer = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    stands_for_second_factor = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_identities", x => x.id);
                    table.ForeignKey(
                        name: "fk_external_identities_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lab_join_requests",
                columns: table => new
                {
                    lab_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lab_join_requests", x => new { x.lab_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_lab_join_requests_labs_lab_id",
                        column: x => x.lab_id,
                        principalTable: "labs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_lab_join_requests_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lab_memberships",
                columns: table => new
                {
                    lab_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    role = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lab_memberships", x => new { x.lab_id, x.user_id, x.role });
                    table.ForeignKey(
                        name: "fk_lab_memberships_labs_lab_id",
                        column: x => x.lab_id,
                        principalTable: "labs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_lab_memberships_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lab_tokens",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    lab_id = table.Column<long>(type: "INTEGER", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    label = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    role = table.Column<int>(type: "INTEGER", nullable: false),
                    study_role = table.Column<int>(type: "INTEGER", nullable: true),
                    is_two_factor = table.Column<bool>(type: "INTEGER", nullable: false),
                    maker_id = table.Column<long>(type: "INTEGER", nullable: true),
                    keeper_id = table.Column<long>(type: "INTEGER", nullable: true),
                    waits_since = table.Column<DateTime>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    is_read_only = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_deidentified = table.Column<bool>(type: "INTEGER", nullable: false),
                    studies = table.Column<string>(type: "TEXT", nullable: false, defaultValueSql: "'[]'"),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lab_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_lab_tokens_labs_lab_id",
                        column: x => x.lab_id,
                        principalTable: "labs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_lab_tokens_users_keeper_id",
                        column: x => x.keeper_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_lab_tokens_users_maker_id",
                        column: x => x.maker_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "second_factors",
                columns: table => new
                {
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    is_activated = table.Column<bool>(type: "INTEGER", nullable: false),
                    last_step = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    recovery_digests = table.Column<string>(type: "TEXT", nullable: false, defaultValueSql: "'[]'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_second_factors", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_second_factors_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "studies",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    state_changed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    lab_id = table.Column<long>(type: "INTEGER", nullable: true),
                    creator_id = table.Column<long>(type: "INTEGER", nullable: true),
                    is_public = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_of_closed_demo = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: false),
                    is_preview_shared = table.Column<bool>(type: "INTEGER", nullable: false),
                    full_screen = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_built = table.Column<bool>(type: "INTEGER", nullable: false),
                    current_build_id = table.Column<long>(type: "INTEGER", nullable: true),
                    priority = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 99),
                    image = table.Column<string>(type: "TEXT", nullable: true),
                    comments = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    declarations = table.Column<string>(type: "TEXT", nullable: false, defaultValue: "{}"),
                    irb_warned_for = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    salt = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash_digits = table.Column<int>(type: "INTEGER", nullable: false),
                    draft_number = table.Column<int>(type: "INTEGER", nullable: false),
                    live_number = table.Column<int>(type: "INTEGER", nullable: true),
                    approved_number = table.Column<int>(type: "INTEGER", nullable: true),
                    proposed_number = table.Column<int>(type: "INTEGER", nullable: true),
                    proposed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    modified_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    min_age_days = table.Column<int>(type: "INTEGER", nullable: false),
                    min_age_months = table.Column<int>(type: "INTEGER", nullable: false),
                    min_age_years = table.Column<int>(type: "INTEGER", nullable: false),
                    max_age_days = table.Column<int>(type: "INTEGER", nullable: false),
                    max_age_months = table.Column<int>(type: "INTEGER", nullable: false),
                    max_age_years = table.Column<int>(type: "INTEGER", nullable: false),
                    compensation = table.Column<string>(type: "TEXT", nullable: false),
                    contact_info = table.Column<string>(type: "TEXT", nullable: false),
                    criteria = table.Column<string>(type: "TEXT", nullable: false),
                    criteria_expression = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    duration = table.Column<string>(type: "TEXT", nullable: false),
                    exit_url = table.Column<string>(type: "TEXT", nullable: false),
                    irb_number = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false, defaultValue: ""),
                    irb_until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    preview_summary = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    purpose = table.Column<string>(type: "TEXT", nullable: false),
                    short_description = table.Column<string>(type: "TEXT", nullable: false),
                    is_scheduled = table.Column<bool>(type: "INTEGER", nullable: false),
                    other_platform = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    other_scheduling = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    platform = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    scheduling = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_studies", x => x.id);
                    table.ForeignKey(
                        name: "fk_studies_labs_lab_id",
                        column: x => x.lab_id,
                        principalTable: "labs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_studies_users_creator_id",
                        column: x => x.creator_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "text_acceptances",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    page = table.Column<Guid>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 35, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    accepted_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_acceptances", x => x.id);
                    table.ForeignKey(
                        name: "fk_text_acceptances_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "builds",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    study_uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    repository = table.Column<string>(type: "TEXT", nullable: false),
                    commit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    stage = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    leased_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    failure_code = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    failure_message = table.Column<string>(type: "TEXT", nullable: true),
                    requested_by = table.Column<long>(type: "INTEGER", nullable: true),
                    requested_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    offered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    event_count = table.Column<int>(type: "INTEGER", nullable: false),
                    input_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    provenance_key = table.Column<string>(type: "TEXT", nullable: true),
                    components_key = table.Column<string>(type: "TEXT", nullable: true),
                    is_expired = table.Column<bool>(type: "INTEGER", nullable: false),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_builds", x => x.id);
                    table.ForeignKey(
                        name: "fk_builds_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_builds_users_requested_by",
                        column: x => x.requested_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "children",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    test_of_study_id = table.Column<long>(type: "INTEGER", nullable: true),
                    given_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    birthday = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    gender = table.Column<int>(type: "INTEGER", nullable: false),
                    gender_self_describe = table.Column<string>(type: "TEXT", nullable: false),
                    gestational_age = table.Column<int>(type: "INTEGER", nullable: true),
                    additional_information = table.Column<string>(type: "TEXT", nullable: false),
                    conditions = table.Column<long>(type: "INTEGER", nullable: false),
                    languages = table.Column<long>(type: "INTEGER", nullable: false),
                    former_lookit_profile_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false, defaultValue: ""),
                    is_deleted = table.Column<bool>(type: "INTEGER", nullable: false),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_children", x => x.id);
                    table.ForeignKey(
                        name: "fk_children_studies_test_of_study_id",
                        column: x => x.test_of_study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_children_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    sender_id = table.Column<long>(type: "INTEGER", nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    study_id = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_messages", x => x.id);
                    table.ForeignKey(
                        name: "fk_messages_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_messages_users_sender_id",
                        column: x => x.sender_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "participation_criteria",
                columns: table => new
                {
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    other_study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    is_required = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participation_criteria", x => new { x.study_id, x.other_study_id, x.is_required });
                    table.ForeignKey(
                        name: "fk_participation_criteria_studies_other_study_id",
                        column: x => x.other_study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_participation_criteria_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "study_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: true),
                    action = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    extra = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_study_log", x => x.id);
                    table.ForeignKey(
                        name: "fk_study_log_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_study_log_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "study_memberships",
                columns: table => new
                {
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    role = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_study_memberships", x => new { x.study_id, x.user_id, x.role });
                    table.ForeignKey(
                        name: "fk_study_memberships_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_study_memberships_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "study_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    structure = table.Column<string>(type: "TEXT", nullable: false),
                    generator = table.Column<string>(type: "TEXT", nullable: false),
                    use_generator = table.Column<bool>(type: "INTEGER", nullable: false),
                    experiment = table.Column<string>(type: "TEXT", nullable: false),
                    external_url = table.Column<string>(type: "TEXT", nullable: false),
                    runner_repository = table.Column<string>(type: "TEXT", nullable: false, defaultValue: ""),
                    runner_commit = table.Column<string>(type: "TEXT", nullable: true),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    author_id = table.Column<long>(type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false, defaultValue: "")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_study_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_study_versions_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_study_versions_users_author_id",
                        column: x => x.author_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "build_events",
                columns: table => new
                {
                    build_id = table.Column<long>(type: "INTEGER", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_build_events", x => new { x.build_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_build_events_builds_build_id",
                        column: x => x.build_id,
                        principalTable: "builds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "build_files",
                columns: table => new
                {
                    build_id = table.Column<long>(type: "INTEGER", nullable: false),
                    path = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    content_type = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    packed_size = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_build_files", x => new { x.build_id, x.path });
                    table.ForeignKey(
                        name: "fk_build_files_builds_build_id",
                        column: x => x.build_id,
                        principalTable: "builds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "play_tickets",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    browser_digest = table.Column<byte[]>(type: "BLOB", nullable: true),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    child_id = table.Column<long>(type: "INTEGER", nullable: true),
                    is_preview = table.Column<bool>(type: "INTEGER", nullable: false),
                    credential_id = table.Column<long>(type: "INTEGER", nullable: true),
                    site = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_play_tickets", x => x.id);
                    table.ForeignKey(
                        name: "fk_play_tickets_children_child_id",
                        column: x => x.child_id,
                        principalTable: "children",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_play_tickets_credentials_credential_id",
                        column: x => x.credential_id,
                        principalTable: "credentials",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_play_tickets_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_play_tickets_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plays",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    child_id = table.Column<long>(type: "INTEGER", nullable: true),
                    is_preview = table.Column<bool>(type: "INTEGER", nullable: false),
                    study_version = table.Column<int>(type: "INTEGER", nullable: false),
                    build_id = table.Column<long>(type: "INTEGER", nullable: true),
                    credential_id = table.Column<long>(type: "INTEGER", nullable: true),
                    site = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plays", x => x.id);
                    table.ForeignKey(
                        name: "fk_plays_builds_build_id",
                        column: x => x.build_id,
                        principalTable: "builds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_plays_children_child_id",
                        column: x => x.child_id,
                        principalTable: "children",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_plays_credentials_credential_id",
                        column: x => x.credential_id,
                        principalTable: "credentials",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_plays_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_plays_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "responses",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    study_version = table.Column<int>(type: "INTEGER", nullable: false),
                    study_type = table.Column<int>(type: "INTEGER", nullable: false),
                    child_id = table.Column<long>(type: "INTEGER", nullable: false),
                    participant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    demographic_snapshot_id = table.Column<long>(type: "INTEGER", nullable: true),
                    is_preview = table.Column<bool>(type: "INTEGER", nullable: false),
                    completed = table.Column<bool>(type: "INTEGER", nullable: false),
                    completed_consent_frame = table.Column<bool>(type: "INTEGER", nullable: false),
                    survey_consent = table.Column<bool>(type: "INTEGER", nullable: false),
                    recording_method = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    conditions = table.Column<string>(type: "TEXT", nullable: false),
                    global_event_timings = table.Column<string>(type: "TEXT", nullable: false),
                    eligibility = table.Column<string>(type: "TEXT", nullable: false),
                    ruling = table.Column<int>(type: "INTEGER", nullable: false),
                    has_been_ruled_on = table.Column<bool>(type: "INTEGER", nullable: false),
                    payment = table.Column<int>(type: "INTEGER", nullable: false),
                    session_status = table.Column<int>(type: "INTEGER", nullable: false),
                    is_starred = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_open = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    modified_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    shape = table.Column<int>(type: "INTEGER", nullable: false),
                    entry_count = table.Column<int>(type: "INTEGER", nullable: false),
                    entries_digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sequence = table.Column<string>(type: "TEXT", nullable: true),
                    exit_answers = table.Column<string>(type: "TEXT", nullable: true),
                    revision_count = table.Column<int>(type: "INTEGER", nullable: false),
                    revision_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    dropped_revision_count = table.Column<int>(type: "INTEGER", nullable: false),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_responses", x => x.id);
                    table.ForeignKey(
                        name: "fk_responses_children_child_id",
                        column: x => x.child_id,
                        principalTable: "children",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_responses_demographic_snapshots_demographic_snapshot_id",
                        column: x => x.demographic_snapshot_id,
                        principalTable: "demographic_snapshots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_responses_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_responses_users_participant_id",
                        column: x => x.participant_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "message_children",
                columns: table => new
                {
                    message_id = table.Column<long>(type: "INTEGER", nullable: false),
                    child_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_children", x => new { x.message_id, x.child_id });
                    table.ForeignKey(
                        name: "fk_message_children_children_child_id",
                        column: x => x.child_id,
                        principalTable: "children",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_message_children_messages_message_id",
                        column: x => x.message_id,
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message_recipients",
                columns: table => new
                {
                    message_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_recipients", x => new { x.message_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_message_recipients_messages_message_id",
                        column: x => x.message_id,
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_message_recipients_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "browser_errors",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    response_id = table.Column<long>(type: "INTEGER", nullable: false),
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    message = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    place = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    browser = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    occurred_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    received_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    size = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_browser_errors", x => x.id);
                    table.ForeignKey(
                        name: "fk_browser_errors_responses_response_id",
                        column: x => x.response_id,
                        principalTable: "responses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_browser_errors_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "consent_rulings",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    response_id = table.Column<long>(type: "INTEGER", nullable: false),
                    ruling = table.Column<int>(type: "INTEGER", nullable: false),
                    arbiter_id = table.Column<long>(type: "INTEGER", nullable: true),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_rulings", x => x.id);
                    table.ForeignKey(
                        name: "fk_consent_rulings_responses_response_id",
                        column: x => x.response_id,
                        principalTable: "responses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_consent_rulings_users_arbiter_id",
                        column: x => x.arbiter_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    response_id = table.Column<long>(type: "INTEGER", nullable: false),
                    researcher_id = table.Column<long>(type: "INTEGER", nullable: true),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback", x => x.id);
                    table.ForeignKey(
                        name: "fk_feedback_responses_response_id",
                        column: x => x.response_id,
                        principalTable: "responses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_feedback_users_researcher_id",
                        column: x => x.researcher_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "response_eligibility",
                columns: table => new
                {
                    response_id = table.Column<long>(type: "INTEGER", nullable: false),
                    trace = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_response_eligibility", x => x.response_id);
                    table.ForeignKey(
                        name: "fk_response_eligibility_responses_response_id",
                        column: x => x.response_id,
                        principalTable: "responses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "response_entries",
                columns: table => new
                {
                    response_id = table.Column<long>(type: "INTEGER", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: true),
                    label = table.Column<string>(type: "TEXT", nullable: true),
                    kind = table.Column<string>(type: "TEXT", nullable: true),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    received_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_response_entries", x => new { x.response_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_response_entries_responses_response_id",
                        column: x => x.response_id,
                        principalTable: "responses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "response_revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    response_id = table.Column<long>(type: "INTEGER", nullable: false),
                    part = table.Column<int>(type: "INTEGER", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: true),
                    key = table.Column<string>(type: "TEXT", nullable: true),
                    label = table.Column<string>(type: "TEXT", nullable: true),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    bytes = table.Column<int>(type: "INTEGER", nullable: false),
                    received_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    replaced_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_response_revisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_response_revisions_responses_response_id",
                        column: x => x.response_id,
                        principalTable: "responses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "videos",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    study_id = table.Column<long>(type: "INTEGER", nullable: false),
                    response_id = table.Column<long>(type: "INTEGER", nullable: false),
                    frame_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    full_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    pipe_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    pipe_numeric_id = table.Column<int>(type: "INTEGER", nullable: true),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    is_consent_footage = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    uuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_videos", x => x.id);
                    table.ForeignKey(
                        name: "fk_videos_responses_response_id",
                        column: x => x.response_id,
                        principalTable: "responses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_videos_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_actor_at",
                table: "audit",
                columns: new[] { "actor", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_chain_number",
                table: "audit",
                column: "chain_number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_subject_at",
                table: "audit",
                columns: new[] { "subject", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_browser_errors_response_id",
                table: "browser_errors",
                column: "response_id");

            migrationBuilder.CreateIndex(
                name: "ix_browser_errors_study_id_response_id",
                table: "browser_errors",
                columns: new[] { "study_id", "response_id" });

            migrationBuilder.CreateIndex(
                name: "ix_build_files_digest",
                table: "build_files",
                column: "digest");

            migrationBuilder.CreateIndex(
                name: "ix_builds_input_digest_study_id",
                table: "builds",
                columns: new[] { "input_digest", "study_id" });

            migrationBuilder.CreateIndex(
                name: "ix_builds_requested_by",
                table: "builds",
                column: "requested_by");

            migrationBuilder.CreateIndex(
                name: "ix_builds_study_id",
                table: "builds",
                column: "study_id",
                unique: true,
                filter: "state IN ('Requested', 'Queued', 'Running')");

            migrationBuilder.CreateIndex(
                name: "ix_builds_uuid",
                table: "builds",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_children_test_of_study_id",
                table: "children",
                column: "test_of_study_id");

            migrationBuilder.CreateIndex(
                name: "ix_children_user_id",
                table: "children",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_children_uuid",
                table: "children",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_consent_rulings_arbiter_id",
                table: "consent_rulings",
                column: "arbiter_id");

            migrationBuilder.CreateIndex(
                name: "ix_consent_rulings_response_id_created_at",
                table: "consent_rulings",
                columns: new[] { "response_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_rulings_uuid",
                table: "consent_rulings",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_content_pages_slug_language",
                table: "content_pages",
                columns: new[] { "slug", "language" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_content_pages_uuid",
                table: "content_pages",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_credentials_digest",
                table: "credentials",
                column: "digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_credentials_expires_at",
                table: "credentials",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_credentials_made_by_id",
                table: "credentials",
                column: "made_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_credentials_user_id",
                table: "credentials",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_credentials_uuid",
                table: "credentials",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_demographic_snapshots_previous_id",
                table: "demographic_snapshots",
                column: "previous_id");

            migrationBuilder.CreateIndex(
                name: "ix_demographic_snapshots_user_id_created_at",
                table: "demographic_snapshots",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_demographic_snapshots_uuid",
                table: "demographic_snapshots",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_issuer_subject",
                table: "external_identities",
                columns: new[] { "issuer", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_user_id",
                table: "external_identities",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_uuid",
                table: "external_identities",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_feedback_researcher_id",
                table: "feedback",
                column: "researcher_id");

            migrationBuilder.CreateIndex(
                name: "ix_feedback_response_id",
                table: "feedback",
                column: "response_id");

            migrationBuilder.CreateIndex(
                name: "ix_feedback_uuid",
                table: "feedback",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_requests_user_id_key",
                table: "idempotent_requests",
                columns: new[] { "user_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_institutions_name",
                table: "institutions",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_institutions_place",
                table: "institutions",
                column: "place");

            migrationBuilder.CreateIndex(
                name: "ix_institutions_uuid",
                table: "institutions",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_jobs_available_at",
                table: "jobs",
                column: "available_at",
                filter: "NOT is_buried");

            migrationBuilder.CreateIndex(
                name: "ix_lab_join_requests_user_id",
                table: "lab_join_requests",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_lab_memberships_user_id",
                table: "lab_memberships",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_lab_tokens_digest",
                table: "lab_tokens",
                column: "digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lab_tokens_keeper_id",
                table: "lab_tokens",
                column: "keeper_id");

            migrationBuilder.CreateIndex(
                name: "ix_lab_tokens_lab_id",
                table: "lab_tokens",
                column: "lab_id");

            migrationBuilder.CreateIndex(
                name: "ix_lab_tokens_maker_id",
                table: "lab_tokens",
                column: "maker_id");

            migrationBuilder.CreateIndex(
                name: "ix_lab_tokens_uuid",
                table: "lab_tokens",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_labs_contact_email",
                table: "labs",
                column: "contact_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_labs_name",
                table: "labs",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_labs_slug",
                table: "labs",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_labs_uuid",
                table: "labs",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_message_children_child_id",
                table: "message_children",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "ix_message_recipients_user_id",
                table: "message_recipients",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_messages_sender_id",
                table: "messages",
                column: "sender_id");

            migrationBuilder.CreateIndex(
                name: "ix_messages_study_id",
                table: "messages",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_messages_uuid",
                table: "messages",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_leased_until",
                table: "outbox",
                column: "leased_until",
                filter: "delivered_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_uuid",
                table: "outbox",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_participation_criteria_other_study_id",
                table: "participation_criteria",
                column: "other_study_id");

            migrationBuilder.CreateIndex(
                name: "ix_play_tickets_child_id",
                table: "play_tickets",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "ix_play_tickets_credential_id",
                table: "play_tickets",
                column: "credential_id");

            migrationBuilder.CreateIndex(
                name: "ix_play_tickets_digest",
                table: "play_tickets",
                column: "digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_play_tickets_expires_at",
                table: "play_tickets",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_play_tickets_study_id",
                table: "play_tickets",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_play_tickets_user_id",
                table: "play_tickets",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_plays_build_id",
                table: "plays",
                column: "build_id");

            migrationBuilder.CreateIndex(
                name: "ix_plays_child_id",
                table: "plays",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "ix_plays_credential_id",
                table: "plays",
                column: "credential_id");

            migrationBuilder.CreateIndex(
                name: "ix_plays_digest",
                table: "plays",
                column: "digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plays_expires_at",
                table: "plays",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_plays_study_id",
                table: "plays",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_plays_user_id",
                table: "plays",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_quota_uses_ends_at",
                table: "quota_uses",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_response_revisions_response_id_part_ordinal",
                table: "response_revisions",
                columns: new[] { "response_id", "part", "ordinal" });

            migrationBuilder.CreateIndex(
                name: "ix_response_revisions_uuid",
                table: "response_revisions",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_responses_child_id",
                table: "responses",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "ix_responses_demographic_snapshot_id",
                table: "responses",
                column: "demographic_snapshot_id");

            migrationBuilder.CreateIndex(
                name: "ix_responses_participant_id",
                table: "responses",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_responses_study_id_child_id_is_preview",
                table: "responses",
                columns: new[] { "study_id", "child_id", "is_preview" },
                unique: true,
                filter: "is_open");

            migrationBuilder.CreateIndex(
                name: "ix_responses_study_id_id",
                table: "responses",
                columns: new[] { "study_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_responses_study_id_is_preview_completed_consent_frame_completed_ruling_study_type_is_open",
                table: "responses",
                columns: new[] { "study_id", "is_preview", "completed_consent_frame", "completed", "ruling", "study_type", "is_open" });

            migrationBuilder.CreateIndex(
                name: "ix_responses_uuid",
                table: "responses",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_stored_artefacts_last_used_at",
                table: "stored_artefacts",
                column: "last_used_at");

            migrationBuilder.CreateIndex(
                name: "ix_studies_creator_id",
                table: "studies",
                column: "creator_id");

            migrationBuilder.CreateIndex(
                name: "ix_studies_lab_id",
                table: "studies",
                column: "lab_id");

            migrationBuilder.CreateIndex(
                name: "ix_studies_proposed_number",
                table: "studies",
                column: "proposed_number",
                filter: "proposed_number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_studies_state_is_public",
                table: "studies",
                columns: new[] { "state", "is_public" });

            migrationBuilder.CreateIndex(
                name: "ix_studies_uuid",
                table: "studies",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_study_log_study_id_created_at",
                table: "study_log",
                columns: new[] { "study_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_study_log_user_id",
                table: "study_log",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_study_log_uuid",
                table: "study_log",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_study_memberships_user_id",
                table: "study_memberships",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_study_versions_author_id",
                table: "study_versions",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_study_versions_study_id_number",
                table: "study_versions",
                columns: new[] { "study_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_text_acceptances_user_id",
                table: "text_acceptances",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_users_email",
                table: "users",
                column: "email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_uuid",
                table: "users",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_video_removals_due_at",
                table: "video_removals",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_videos_full_name",
                table: "videos",
                column: "full_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_videos_pipe_name",
                table: "videos",
                column: "pipe_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_videos_response_id",
                table: "videos",
                column: "response_id");

            migrationBuilder.CreateIndex(
                name: "ix_videos_study_id",
                table: "videos",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_videos_uuid",
                table: "videos",
                column: "uuid",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "browser_errors");

            migrationBuilder.DropTable(
                name: "build_events");

            migrationBuilder.DropTable(
                name: "build_files");

            migrationBuilder.DropTable(
                name: "consent_rulings");

            migrationBuilder.DropTable(
                name: "content_pages");

            migrationBuilder.DropTable(
                name: "external_identities");

            migrationBuilder.DropTable(
                name: "feedback");

            migrationBuilder.DropTable(
                name: "idempotent_requests");

            migrationBuilder.DropTable(
                name: "institutions");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "lab_join_requests");

            migrationBuilder.DropTable(
                name: "lab_memberships");

            migrationBuilder.DropTable(
                name: "lab_tokens");

            migrationBuilder.DropTable(
                name: "message_children");

            migrationBuilder.DropTable(
                name: "message_recipients");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "participation_criteria");

            migrationBuilder.DropTable(
                name: "play_tickets");

            migrationBuilder.DropTable(
                name: "plays");

            migrationBuilder.DropTable(
                name: "quota_uses");

            migrationBuilder.DropTable(
                name: "response_eligibility");

            migrationBuilder.DropTable(
                name: "response_entries");

            migrationBuilder.DropTable(
                name: "response_revisions");

            migrationBuilder.DropTable(
                name: "second_factors");

            migrationBuilder.DropTable(
                name: "stored_artefacts");

            migrationBuilder.DropTable(
                name: "study_log");

            migrationBuilder.DropTable(
                name: "study_memberships");

            migrationBuilder.DropTable(
                name: "study_versions");

            migrationBuilder.DropTable(
                name: "text_acceptances");

            migrationBuilder.DropTable(
                name: "video_removals");

            migrationBuilder.DropTable(
                name: "videos");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "builds");

            migrationBuilder.DropTable(
                name: "credentials");

            migrationBuilder.DropTable(
                name: "responses");

            migrationBuilder.DropTable(
                name: "children");

            migrationBuilder.DropTable(
                name: "demographic_snapshots");

            migrationBuilder.DropTable(
                name: "studies");

            migrationBuilder.DropTable(
                name: "labs");

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
