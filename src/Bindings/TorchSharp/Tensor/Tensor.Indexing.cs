using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, TensorIndex.Single(i1));
        }

        public Tensor this[long i1, long i2]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2));
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3));
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4));
        }

        /// <summary>Picks by numbers, ranges, masks and tables of positions, as in NumPy.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            Span<NativeIndex> native = stackalloc NativeIndex[indices.Length];
            using var tables = new HandleList(Tables(indices));
            Fill(native, indices, tables);
            return New(Native.ts_index(Handle, native, native.Length, out TensorHandle r), r);
        }

        public Tensor index(params Tensor[] indices) => index(Positions(indices));

        /// <summary>Writes value where index would read.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Span<NativeIndex> native = stackalloc NativeIndex[indices.Length];
            using var tables = new HandleList(Tables(indices));
            Fill(native, indices, tables);
            return This(Native.ts_index_put_(Handle, native, native.Length, value.Handle));
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Positions(indices));

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            Span<NativeIndex> native = stackalloc NativeIndex[indices.Length];
            using var tables = new HandleList(Tables(indices));
            Fill(native, indices, tables);
            return This(Native.ts_index_put_scalar_(Handle, native, native.Length, value));
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Positions(indices));

        /// <summary>Copies the given positions of a dimension.</summary>
        public Tensor index_select(long dim, Tensor index) => New(Native.ts_index_select(Handle, dim, index.Handle, out TensorHandle r), r);

        /// <summary>Adds alpha * source at the given positions of a dimension.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            This(Native.ts_index_add_(Handle, dim, index.Handle, source.Handle, alpha));

        /// <summary>Copies source to the given positions of a dimension.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => This(Native.ts_index_copy_(Handle, dim, index.Handle, source.Handle));

        /// <summary>Along dim the element whose position index names; shape of index.</summary>
        public Tensor gather(long dim, Tensor index) => New(Native.ts_gather(Handle, dim, index.Handle, out TensorHandle r), r);

        /// <summary>A copy where src is written along dim to the positions that index names.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => New(Native.ts_scatter(Handle, dim, index.Handle, src.Handle, out TensorHandle r), r);

        /// <summary>Writes src along dim to the positions that index names.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => This(Native.ts_scatter_(Handle, dim, index.Handle, src.Handle));

        /// <summary>A copy where src is added along dim at the positions that index names.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) =>
            New(Native.ts_scatter_add(Handle, dim, index.Handle, src.Handle, out TensorHandle r), r);

        /// <summary>Adds src along dim at the positions that index names.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => This(Native.ts_scatter_add_(Handle, dim, index.Handle, src.Handle));

        /// <summary>The elements where the mask is true, in one row.</summary>
        public Tensor masked_select(Tensor mask) => New(Native.ts_masked_select(Handle, mask.Handle, out TensorHandle r), r);

        private static TensorIndex[] Positions(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);

        private static Tensor[] Tables(TensorIndex[] indices) => Array.ConvertAll(indices, i => i.Table)!;

        private static void Fill(Span<NativeIndex> native, TensorIndex[] indices, HandleList tables)
        {
            Span<nint> pointers = tables.Pointers;
            for (int i = 0; i < indices.Length; i++)
                native[i] = indices[i].ToNative(pointers[i]);
        }
    }
}
