using Chs.Domain;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>A request that reads and changes nothing.</summary>
public interface IQuery<T> : IRequest<Outcome<T>>;
