namespace Chs.Domain.Builds;

/// <summary>The stages of a build, in order.</summary>
public enum BuildStage
{
    Source = 1,
    Dependencies,
    Build,
    Check,
    Upload,
    Publish,
}
