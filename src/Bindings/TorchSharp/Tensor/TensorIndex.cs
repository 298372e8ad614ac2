using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index expression: a number, a range, a new axis, an ellipsis, a mask or a table of positions.</summary>
    public readonly struct TensorIndex
    {
        private readonly long kind;
        private readonly long start;
        private readonly long stop;
        private readonly long step;
        private readonly Tensor? table;

        private TensorIndex(long kind, long start = 0, long stop = 0, long step = 0, Tensor? table = null)
        {
            this.kind = kind;
            this.start = start;
            this.stop = stop;
            this.step = step;
            this.table = table;
        }

        /// <summary>As many full slices as are missing.</summary>
        public static readonly TensorIndex Ellipsis = new(1);

        /// <summary>A new axis of size 1.</summary>
        public static readonly TensorIndex None = new(0);

        public static readonly TensorIndex Null = new(0);

        /// <summary>A full slice.</summary>
        public static readonly TensorIndex Colon = Slice();

        public static TensorIndex Bool(bool value) => new(4, value ? 1 : 0);

        public static TensorIndex Single(long? index) => index is null ? None : new(2, index.Value);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(3, start ?? 0, stop ?? long.MaxValue, step ?? 1);

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) =>
            Slice(Signed(range.Start), range.End.IsFromEnd && range.End.Value == 0 ? null : Signed(range.End));

        public static TensorIndex Tensor(Tensor tensor) => new(5, table: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(Signed(index));

        internal Tensor? Table => table;

        internal NativeIndex ToNative(nint tensor) => new() { Kind = kind, Start = start, Stop = stop, Step = step, Tensor = tensor };

        private static long Signed(Index index) => index.IsFromEnd ? -(long)index.Value : index.Value;
    }
}
