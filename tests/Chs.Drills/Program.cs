using Chs.Drills;

// Started by ./dev drill, which starts the servers.
var postgres = Environment.GetEnvironmentVariable("CHS_TEST_POSTGRES");
switch (args.ElementAtOrDefault(0))
{
    case "fuzz":
        return await RandomRequests.RunAsync(postgres, Number(1, otherwise: 50_000), Seed());
    case "kill":
        return await ServerKills.RunAsync(postgres, Number(1, otherwise: 1000), Seed());
    case "builds":
        return await BigBuilds.RunAsync(Number(1, otherwise: 10), Seed());
    default:
        await Console.Error.WriteLineAsync(
            """
            ./dev drill fuzz [requests] [seed]
            ./dev drill kill [kills] [seed]
            ./dev drill builds [builds] [seed]
            Each prints its seed, so that what it found can be looked for again.
            """
        );
        return 64;
}

int Seed() => Number(2, otherwise: Random.Shared.Next());

int Number(int position, int otherwise) => args.ElementAtOrDefault(position) is { } text ? int.Parse(text) : otherwise;
