using Chs.Application.Access;
using Chs.Domain;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Sends requests and checks whether they succeed.</summary>
static class TestChsExtensions
{
    extension(TestChs chs)
    {
        /// <summary>Sends a request that must succeed, and returns its answer.</summary>
        public async Task<T> AnswerAsync<T>(Actor? actor, IRequest<Outcome<T>> request, string? idempotencyKey = null)
        {
            var outcome = await chs.SendAsync(actor, request, idempotencyKey);
            Assert.True(!outcome.Failed, $"{request.GetType().Name} was refused: {outcome.Error}");
            return outcome.Value;
        }

        /// <summary>Sends a request that must succeed.</summary>
        public async Task SucceedsAsync<T>(Actor? actor, IRequest<T> request)
            where T : IOutcome<T>
        {
            var outcome = await chs.SendAsync(actor, request);
            Assert.True(outcome.Error is null, $"{request.GetType().Name} was refused: {outcome.Error}");
        }

        /// <summary>Sends a request that must be refused with this code.</summary>
        public async Task RefusesAsync<T>(Actor? actor, IRequest<T> request, string code)
            where T : IOutcome<T>
        {
            var outcome = await chs.SendAsync(actor, request);
            Assert.Equal(code, outcome.Error?.Code);
        }

        /// <summary>Sends a request that must be refused because of one faulty member, and returns that fault.</summary>
        public async Task<Fault> FaultAsync<T>(Actor? actor, IRequest<T> request)
            where T : IOutcome<T>
        {
            var outcome = await chs.SendAsync(actor, request);
            return Assert.Single(outcome.Error!.Faults);
        }
    }
}
