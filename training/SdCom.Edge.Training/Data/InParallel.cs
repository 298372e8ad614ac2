using System.Runtime.ExceptionServices;

namespace SdCom.Edge.Training.Data;

/// <summary>Work on many things at once whose first failure comes out as itself.</summary>
internal static class InParallel
{
    /// <summary>Calls <paramref name="body"/> for 0 to <paramref name="count"/> on some threads; the body may stop the loop.</summary>
    public static void For(int count, int threads, Action<int, ParallelLoopState> body, CancellationToken cancellation = default)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
