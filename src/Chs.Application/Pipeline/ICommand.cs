using Chs.Domain;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>A change without a result.</summary>
public interface ICommand : IRequest<Outcome>, IChange;

/// <summary>A change with a result.</summary>
public interface ICommand<T> : IRequest<Outcome<T>>, IChange;
