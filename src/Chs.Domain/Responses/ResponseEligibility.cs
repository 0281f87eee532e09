using Chs.Domain.Eligibility;

namespace Chs.Domain.Responses;

/// <summary>Why a session's child was eligible, or not, when the session began. It is never judged again.</summary>
/// <remarks>Imported sessions have none: the reference keeps codes only.</remarks>
public sealed class ResponseEligibility
{
    ResponseEligibility() { }

    public long ResponseId { get; private init; }

    /// <summary>Sets <see cref="ResponseId"/> when both are saved together; otherwise not loaded.</summary>
    Response? Response { get; init; }

    public EligibilityTrace Trace { get; private init; } = null!;

    public static ResponseEligibility Of(Response response, EligibilityTrace trace) =>
        new() { Response = response, Trace = trace };
}
