using Chs.Bench;

var (root, verb) = (args[0], args.ElementAtOrDefault(1));
var postgres = Environment.GetEnvironmentVariable("CHS_TEST_POSTGRES");
switch (verb)
{
    case "responses" when postgres is not null:
        return await Responses.RunAsync(root, postgres, args.ElementAtOrDefault(2) is { } seconds ? int.Parse(seconds) : 6);
    case "kill":
        return await Kill.RunAsync(postgres, args.ElementAtOrDefault(2) is { } kills ? int.Parse(kills) : 20);
    default:
        await Console.Error.WriteLineAsync("./dev bench responses [seconds a slice]   ./dev bench kill [kills]   (responses needs PostgreSQL)");
        return 64;
}
