namespace Chs.Application.Studies;

/// <summary>The names of a protocol's texts, which are those of the study's members.</summary>
static class ProtocolParts
{
    public const string Experiment = "experiment";
    public const string Generator = "generator";
    public const string Structure = "structure";
    public const string ExternalUrl = "externalUrl";
}
