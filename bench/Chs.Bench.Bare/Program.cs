// The least that can be done: take the document, put the whole list into the row, say yes. No accounts, no rules, no answer worth reading.
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("BARE_POSTGRES")!) { NoResetOnClose = true, MaxPoolSize = 40 }.ConnectionString);
var app = builder.Build();

app.MapPatch("/responses/{id:guid}", async (Guid id, HttpRequest request, CancellationToken cancellationToken) =>
{
    using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
    var list = document.RootElement.GetProperty("data").GetProperty("attributes").GetProperty("exp_data").GetRawText();
    await using var connection = await source.OpenConnectionAsync(cancellationToken);
    await using var command = new NpgsqlCommand("UPDATE bare SET exp_data = $2 WHERE id = $1", connection)
    {
        Parameters = { new NpgsqlParameter<Guid> { TypedValue = id }, new NpgsqlParameter { Value = list, NpgsqlDbType = NpgsqlDbType.Json } },
    };
    await command.PrepareAsync(cancellationToken);
    return await command.ExecuteNonQueryAsync(cancellationToken) == 1 ? Results.Ok() : Results.NotFound();
});
app.MapGet("/health/ready", () => "ready");
await app.RunAsync();
