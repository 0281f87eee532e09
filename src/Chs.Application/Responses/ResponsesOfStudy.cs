using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Application.Responses;

/// <summary>A study and those of its responses on which the actor may work.</summary>
/// <param name="Study">It isn't tracked.</param>
sealed record ResponsesOfStudy(Study Study, IQueryable<Response> Responses);
