using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chs.Infrastructure.Persistence.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "proposed_number",
                table: "studies",
                type: "INTEGER",
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
