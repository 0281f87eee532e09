using Chs.Bench;

// The checkout's folder comes from ./dev, the rest from the person who calls it.
var root = args[0];
var verb = args.ElementAtOrDefault(1);
var postgres = Environment.GetEnvironmentVariable("CHS_TEST_POSTGRES");
switch (verb)
{
    case "responses" when postgres is not null:
        return await Responses.RunAsync(root, postgres, Number(2, otherwise: 6));
    case "runner" when postgres is not null:
        return await JsonApiBench.RunAsync(root, postgres, Number(2, otherwise: 4));
    case "browse" when postgres is not null:
        return await Browse.RunAsync(root, postgres, Number(2, otherwise: 4));
    case "import" when postgres is not null:
        return await Import.RunAsync(postgres, Number(2, otherwise: 100_000), Number(3, otherwise: 50));
    case "build":
        return await Builds.RunAsync();
    default:
        await Console.Error.WriteLineAsync(
            """
            ./dev bench responses [seconds per round]
            ./dev bench runner [seconds per round]
            ./dev bench browse [seconds per round]
            ./dev bench import [responses] [trials]
            ./dev bench build
            All but build need PostgreSQL.
            """
        );
        return 64;
}

int Number(int position, int otherwise) => args.ElementAtOrDefault(position) is { } text ? int.Parse(text) : otherwise;
