namespace TorchSharp;

/// <summary>Keeps the stack of dispose scopes of the current thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? current;

    /// <summary>Counts of the current thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current.Counts;

    internal static DisposeScopeManager Current => current ??= new DisposeScopeManager();

    internal DisposeScope? Innermost { get; set; }

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    /// <summary>Enters a new tensor into the innermost scope, if there is one.</summary>
    internal void Register(torch.Tensor tensor)
    {
        if (Innermost is { } scope)
        {
            Counts.CreatedInScopeCount++;
            scope.Attach(tensor);
        }
        else
        {
            Counts.CreatedOutsideScopeCount++;
        }
    }
}

/// <summary>How many tensors the current thread made and disposed, inside scopes and outside them.</summary>
public class ThreadDisposeScopeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }

    public long DisposedOutsideScopeCount { get; internal set; }

    public long CreatedInScopeCount { get; internal set; }

    public long DisposedInScopeCount { get; internal set; }

    public long AttachedToScopeCount { get; internal set; }

    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Made and not yet disposed; a training step should leave it where it was.</summary>
    public long ThreadTotalLiveCount => CreatedOutsideScopeCount + CreatedInScopeCount - DisposedOutsideScopeCount - DisposedInScopeCount;

    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }
}

public static partial class torch
{
    /// <summary>Opens a scope that disposes every tensor made in it.</summary>
    public static DisposeScope NewDisposeScope() => new(DisposeScopeManager.Current);

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current.Innermost;

    /// <summary>Runs an expression in a scope of its own and keeps only its result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
