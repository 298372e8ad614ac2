using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An n-dimensional array of numbers that can remember how it was computed. Names and behaviour of its operations are PyTorch's.
    /// Dispose it, or make it inside a dispose scope. Operations throw <see cref="System.Runtime.InteropServices.ExternalException"/>
    /// with libtorch's message when shapes or types do not fit.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private bool disposed;

        internal Tensor(TensorHandle handle)
        {
            Handle = handle;
            handle.Count();
            DisposeScopeManager.Current.Register(this);
        }

        internal TensorHandle Handle { get; private set; }

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Tensors alive in the process.</summary>
        public static long TotalCount => TensorHandle.Live;

        /// <summary>Largest number of tensors that were alive at once.</summary>
        public static long PeakCount => TensorHandle.Peak;

        /// <summary>A name of the caller's choice; nothing here reads it.</summary>
        public string? name { get; set; }

        /// <summary>True once the tensor was disposed or its contents were taken over by a parameter.</summary>
        public bool IsInvalid => Handle.IsInvalid || Handle.IsClosed;

        internal static Tensor New(int status, TensorHandle handle)
        {
            Native.Check(status);
            return new Tensor(handle);
        }

        internal static (Tensor, Tensor) NewPair(int status, TensorHandle first, TensorHandle second)
        {
            Native.Check(status);
            return (new Tensor(first), new Tensor(second));
        }

        internal Tensor This(int status)
        {
            Native.Check(status);
            return this;
        }

        /// <summary>Gives up the native tensor, so that another object owns it; this one is invalid afterwards.</summary>
        internal TensorHandle Release()
        {
            TensorHandle taken = Handle;
            LeaveScope();
            Handle = TensorHandle.None;
            disposed = true;
            return taken;
        }

        public void Dispose()
        {
            if (disposed)
                return;
            LeaveScope();
            Handle.Dispose();
            disposed = true;
            GC.SuppressFinalize(this);
        }

        internal void DisposeFromScope()
        {
            if (disposed)
                return;
            OwningDisposeScope = null;
            DisposeScopeManager.Statistics.DisposedInScopeCount++;
            Handle.Dispose();
            disposed = true;
        }

        private void LeaveScope()
        {
            if (OwningDisposeScope is { } scope)
            {
                scope.MarkAsDisposed(this);
                OwningDisposeScope = null;
                DisposeScopeManager.Statistics.DisposedInScopeCount++;
            }
            else
            {
                DisposeScopeManager.Statistics.DisposedOutsideScopeCount++;
            }
        }

        /// <summary>Takes the tensor out of its dispose scope; the caller owns it then.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Hands the tensor to the scope around its own, or to the caller when there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (other is not null)
                other.Attach(this);
            else
                DetachFromDisposeScope();
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public override string ToString() =>
            IsInvalid ? "invalid tensor" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";
    }
}
