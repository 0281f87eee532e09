using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>A study for v1 and v2, with the protocol that runs now.</summary>
public sealed record JsonApiStudy(Study Study, StudyProtocol Protocol)
{
    /// <summary>Number of the one protocol that the contract shows: the live one while the study is active, otherwise the draft.</summary>
    internal static int NumberOf(Study study) =>
        study.State is StudyState.Active ? study.LiveNumber ?? study.DraftNumber : study.DraftNumber;
}
