using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chs.Infrastructure.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class StudyDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "proposed_at",
                table: "studies",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "proposed_number",
                table: "studies",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_studies_proposed_number",
                table: "studies",
                column: "proposed_number",
                filter: "proposed_number IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_studies_proposed_number",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "proposed_at",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "proposed_number",
                table: "studies");
        }
    }
}
