using System.Reflection;
using Xunit;
using Xunit.Sdk;

namespace Chs.Testing;

/// <summary>The real servers that <c>./dev test</c> starts. Tests of a server that is missing are skipped with that reason.</summary>
public static class Servers
{
    public static string? Rabbit => Environment.GetEnvironmentVariable("CHS_TEST_RABBIT");

    public static string? S3 => Environment.GetEnvironmentVariable("CHS_TEST_S3");

    public static string S3Access => Environment.GetEnvironmentVariable("CHS_TEST_S3_ACCESS")!;

    public static string S3Secret => Environment.GetEnvironmentVariable("CHS_TEST_S3_SECRET")!;

    /// <summary>Address of the container engine.</summary>
    public static string? Engine => Environment.GetEnvironmentVariable("CHS_TEST_DOCKER");

    /// <summary>An image with Node.js 20, made by our recipe.</summary>
    public static string BaseImage => Environment.GetEnvironmentVariable("CHS_TEST_BASE_IMAGE")!;

    /// <summary>The image on which base images are made here.</summary>
    public static string Debian => Environment.GetEnvironmentVariable("CHS_TEST_DEBIAN")!;

    /// <summary>Why a test must be skipped: one of these environment variables isn't set. Null: all are.</summary>
    public static string? ReasonToSkip(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
                return $"Skipped: {name} isn't set: './dev test' starts that server as root on Debian.";
        return null;
    }
}

/// <summary>A test that needs the container engine, and perhaps more.</summary>
public sealed class EngineFactAttribute : FactAttribute
{
    public EngineFactAttribute(params string[] more) => Skip = Servers.ReasonToSkip(["CHS_TEST_DOCKER", .. more]);
}

/// <summary>A test with data that needs the container engine, and perhaps more.</summary>
public sealed class EngineTheoryAttribute : TheoryAttribute
{
    public EngineTheoryAttribute(params string[] more) => Skip = Servers.ReasonToSkip(["CHS_TEST_DOCKER", .. more]);
}

/// <summary>A test that needs RabbitMQ.</summary>
public sealed class RabbitFactAttribute : FactAttribute
{
    public RabbitFactAttribute() => Skip = Servers.ReasonToSkip("CHS_TEST_RABBIT");
}

/// <summary>The adapter that a port's test runs on.</summary>
public sealed class OnAttribute(string adapter) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [adapter],
        ];

    /// <summary>The reason to skip the test where the adapter's server is missing. Null: it runs.</summary>
    public override string Skip =>
        (
            adapter switch
            {
                "S3" => Servers.ReasonToSkip("CHS_TEST_S3"),
                "RabbitMq" => Servers.ReasonToSkip("CHS_TEST_RABBIT"),
                "Postgres" => TestDatabases.ReasonToSkipPostgres,
                _ => null,
            }
        )!;
}
