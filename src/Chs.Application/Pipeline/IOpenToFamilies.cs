namespace Chs.Application.Pipeline;

/// <summary>
/// Marks a request that a log-in can send although it lacks the second factor that the site demands of its owner: what a
/// family does, what takes access away, and what leads to the second factor. Requests without the mark are refused to such
/// log-ins, so that a new use case stays closed until somebody has decided otherwise.
/// </summary>
/// <remarks>
/// Nothing that gives access, or changes how the account is opened, may have it: it would outlive the log-in.
/// </remarks>
public interface IOpenToFamilies;
