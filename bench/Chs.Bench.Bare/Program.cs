// The least work that stores the same data: it writes the whole list into one row and answers 200,
// without accounts, rules or a useful answer.
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var source = NpgsqlDataSource.Create(
    new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("BARE_POSTGRES")!)
    {
        NoResetOnClose = true,
        MaxPoolSize = 40,
    }.ConnectionString
);
var app = builder.Build();

app.MapPatch(
    "/responses/{id:guid}",
    async (Guid id, HttpRequest request, CancellationToken cancellationToken) =>
    {
        using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        var list = document
            .RootElement.GetProperty("data")
            .GetProperty("attributes")
            .GetProperty("exp_data")
            .GetRawText();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("UPDATE bare SET exp_data = $2 WHERE id = $1", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = id },
                new NpgsqlParameter { Value = list, NpgsqlDbType = NpgsqlDbType.Json },
            },
        };
        await command.PrepareAsync(cancellationToken);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1 ? Results.Ok() : Results.NotFound();
    }
);
app.MapPost(
    "/documents/{kind}",
    async (string kind, HttpRequest request, CancellationToken cancellationToken) =>
    {
        using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "INSERT INTO bare_documents (kind, document) VALUES ($1, $2)",
            connection
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = kind },
                new NpgsqlParameter { Value = document.RootElement.GetRawText(), NpgsqlDbType = NpgsqlDbType.Json },
            },
        };
        await command.PrepareAsync(cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return Results.StatusCode(201);
    }
);
app.MapGet(
    "/documents/{kind}",
    async (string kind, HttpResponse response, CancellationToken cancellationToken) =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await WriteDocumentsAsync(connection, kind, 10, response, cancellationToken);
    }
);

// What decides in which order a family sees all open studies has to be read of all of them.
app.MapGet(
    "/studies/{kind}",
    async (string kind, HttpResponse response, CancellationToken cancellationToken) =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using (
            var command = new NpgsqlCommand(
                """
                SELECT id, uuid, name, criteria_expression, priority,
                       min_age_years, min_age_months, min_age_days, max_age_years, max_age_months, max_age_days
                  FROM studies WHERE state = 'Active' AND is_public
                """,
                connection
            )
        )
        {
            await command.PrepareAsync(cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                reader.GetGuid(1);
        }

        await WriteDocumentsAsync(connection, kind, 20, response, cancellationToken);
    }
);
app.MapGet("/health/ready", () => "ready");
await app.RunAsync();

static async Task WriteDocumentsAsync(
    NpgsqlConnection connection,
    string kind,
    int limit,
    HttpResponse response,
    CancellationToken cancellationToken
)
{
    await using var command = new NpgsqlCommand(
        "SELECT document::text FROM bare_documents WHERE kind = $1 ORDER BY id LIMIT $2",
        connection
    )
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = kind },
            new NpgsqlParameter<int> { TypedValue = limit },
        },
    };
    await command.PrepareAsync(cancellationToken);
    await using var reader = await command.ExecuteReaderAsync(cancellationToken);
    response.ContentType = "application/json";
    var first = true;
    while (await reader.ReadAsync(cancellationToken))
    {
        await response.BodyWriter.WriteAsync(first ? "["u8.ToArray() : ","u8.ToArray(), cancellationToken);
        await response.BodyWriter.WriteAsync(reader.GetFieldValue<byte[]>(0), cancellationToken);
        first = false;
    }

    await response.BodyWriter.WriteAsync("]"u8.ToArray(), cancellationToken);
}
