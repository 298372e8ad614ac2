namespace TorchSharp;

/// <summary>
/// Owns every tensor that is made while it is the innermost scope of its thread, and disposes them when it is disposed.
/// A tensor that must live longer is moved to the outer scope or detached.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private readonly HashSet<IDisposable> owned = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager)
    {
        this.manager = manager;
        OuterScope = manager.Innermost;
        manager.Innermost = this;
    }

    internal DisposeScope? OuterScope { get; private set; }

    public IReadOnlyList<IDisposable> DisposablesView => [.. owned];

    public int DisposablesCount => owned.Count;

    public bool Contains(IDisposable disposable) => owned.Contains(disposable);

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            if (ReferenceEquals(tensor.OwningDisposeScope, this))
                return;
            if (tensor.OwningDisposeScope is { } other)
                other.Forget(tensor);
            else
                manager.Counts.AttachedToScopeCount++;
            tensor.OwningDisposeScope = this;
        }
        owned.Add(disposable);
    }

    public void Attach(params IDisposable[] disposables)
    {
        foreach (IDisposable disposable in disposables)
            Attach(disposable);
    }

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        IDisposable[] all = [.. disposables];
        Attach(all);
        return all;
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        if (owned.Remove(disposable))
        {
            manager.Counts.DetachedFromScopeCount++;
            if (disposable is torch.Tensor tensor)
                tensor.OwningDisposeScope = null;
        }
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables.ToArray())
            Detach<IDisposable>(disposable);
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables.ToArray())
            MoveToOuter<IDisposable>(disposable);
    }

    /// <summary>Hands a disposable to another scope; without one it is only detached.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        if (scope is null)
            return Detach(disposable);
        if (disposable is torch.Tensor tensor)
            scope.Attach(tensor);
        else if (owned.Remove(disposable))
            scope.Attach(disposable);
        return disposable;
    }

    /// <summary>Disposes what the scope holds now; the scope stays open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (IDisposable disposable in owned.ToArray())
        {
            if (!keep.Contains(disposable))
                disposable.Dispose();
        }
        owned.IntersectWith(keep);
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <summary>Tells the scope that a disposable is gone already.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Forget(disposable);

    public void Dispose()
    {
        foreach (IDisposable disposable in owned)
        {
            if (disposable is torch.Tensor tensor)
                tensor.DisposeFromScope();
            else
                disposable.Dispose();
        }
        owned.Clear();
        Leave();
    }

    private void Forget(IDisposable disposable) => owned.Remove(disposable);

    private void Leave()
    {
        if (ReferenceEquals(manager.Innermost, this))
        {
            manager.Innermost = OuterScope;
            return;
        }
        for (DisposeScope? scope = manager.Innermost; scope is not null; scope = scope.OuterScope)
        {
            if (ReferenceEquals(scope.OuterScope, this))
                scope.OuterScope = OuterScope;
        }
    }
}
