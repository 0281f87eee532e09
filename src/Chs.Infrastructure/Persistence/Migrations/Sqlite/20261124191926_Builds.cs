using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chs.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Builds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "current_build_id",
                table: "studies",
                type: "INTEGER",
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "ix_build_files_digest",
                table: "build_files",
                column: "digest");

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
                name: "ix_builds_study_id_input_digest",
                table: "builds",
                columns: new[] { "study_id", "input_digest" });

            migrationBuilder.CreateIndex(
                name: "ix_builds_uuid",
                table: "builds",
                column: "uuid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_jobs_available_at",
                table: "jobs",
                column: "available_at",
                filter: "NOT is_buried");

            migrationBuilder.CreateIndex(
                name: "ix_stored_artefacts_last_used_at",
                table: "stored_artefacts",
                column: "last_used_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "build_events");

            migrationBuilder.DropTable(
                name: "build_files");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "stored_artefacts");

            migrationBuilder.DropTable(
                name: "builds");

            migrationBuilder.DropColumn(
                name: "current_build_id",
                table: "studies");
        }
    }
}
