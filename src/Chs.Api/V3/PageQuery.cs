using Chs.Application.Paging;
using Chs.Application.Pipeline;

namespace Chs.Api.V3;

/// <summary>Which part of a list, where the address says the rest.</summary>
public sealed record PageQuery : PagedQuery;
