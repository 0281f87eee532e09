using Chs.Bench;

var (root, verb) = (args[0], args.ElementAtOrDefault(1));
var postgres = Environment.GetEnvironmentVariable("CHS_TEST_POSTGRES");
switch (verb)
{
    case "responses" when postgres is not null:
        return await Responses.RunAsync(
            root,
            postgres,
            args.ElementAtOrDefault(2) is { } seconds ? int.Parse(seconds) : 6
        );
    case "runner" when postgres is not null:
        return await JsonApiBench.RunAsync(
            root,
            postgres,
            args.ElementAtOrDefault(2) is { } slice ? int.Parse(slice) : 4
        );
    case "import" when postgres is not null:
        return await Import.RunAsync(
            postgres,
            args.ElementAtOrDefault(2) is { } sessions ? int.Parse(sessions) : 100_000,
            args.ElementAtOrDefault(3) is { } trials ? int.Parse(trials) : 50
        );
    case "build":
        return await Builds.RunAsync();
    case "fuzz":
        return await Fuzz.RunAsync(
            postgres,
            args.ElementAtOrDefault(2) is { } requests ? int.Parse(requests) : 50_000,
            args.ElementAtOrDefault(3) is { } seed ? int.Parse(seed) : 1
        );
    case "kill":
        return await Kill.RunAsync(postgres, args.ElementAtOrDefault(2) is { } kills ? int.Parse(kills) : 20);
    default:
        await Console.Error.WriteLineAsync(
            "./dev bench responses [seconds a slice]   ./dev bench kill [kills]   ./dev bench runner [seconds a slice]   ./dev bench import [responses] [trials]   ./dev bench build   ./dev bench fuzz [requests] [seed]   (all but kill and fuzz need PostgreSQL)"
        );
        return 64;
}
