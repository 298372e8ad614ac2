using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The matrix with rows and columns exchanged.</summary>
        public Tensor T => t();

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => transpose(-2, -1);

        /// <summary>The matrix with rows and columns exchanged.</summary>
        public Tensor t() => New(Native.ts_t(Handle, out TensorHandle r), r);

        /// <summary>A view with two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => New(Native.ts_transpose(Handle, dim0, dim1, out TensorHandle r), r);

        /// <summary>A view with dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => New(Native.ts_permute(Handle, permutation, permutation.Length, out TensorHandle r), r);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        /// <summary>The same memory in another shape; -1 is found from the rest. Fails where strides do not allow it.</summary>
        public Tensor view(params long[] shape) => New(Native.ts_view(Handle, shape, shape.Length, out TensorHandle r), r);

        /// <summary>The same memory in the shape of another tensor.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>Another shape, as a view where possible, else a copy.</summary>
        public Tensor reshape(params long[] shape) => New(Native.ts_reshape(Handle, shape, shape.Length, out TensorHandle r), r);

        /// <summary>Dimensions start_dim to end_dim joined to one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => New(Native.ts_flatten(Handle, start_dim, end_dim, out TensorHandle r), r);

        /// <summary>A view with a new dimension of size 1.</summary>
        public Tensor unsqueeze(long dim) => New(Native.ts_unsqueeze(Handle, dim, out TensorHandle r), r);

        /// <summary>A view without dimensions of size 1, or without one of them.</summary>
        public Tensor squeeze(long? dim = null) => dim is null
            ? New(Native.ts_squeeze(Handle, out TensorHandle all), all)
            : New(Native.ts_squeeze_dim(Handle, dim.Value, out TensorHandle one), one);

        /// <summary>A view that repeats dimensions of size 1; -1 keeps a size.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => New(Native.ts_expand(Handle, sizes, sizes.Length, out TensorHandle r), r);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);

        /// <summary>Expanded to the shape of another tensor.</summary>
        public Tensor expand_as(Tensor other) => expand((ReadOnlySpan<long>)other.shape);

        /// <summary>Expanded to a shape.</summary>
        public Tensor broadcast_to(params long[] shape) => expand((ReadOnlySpan<long>)shape);

        /// <summary>Copies, so many along every dimension.</summary>
        public Tensor repeat(params long[] sizes) => New(Native.ts_repeat(Handle, sizes, sizes.Length, out TensorHandle r), r);

        /// <summary>Every element so many times in a row.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            New(Native.ts_repeat_interleave(Handle, repeats, dim is null ? 0 : 1, dim ?? 0, out TensorHandle r), r);

        /// <summary>Elements in reverse order along dimensions.</summary>
        public Tensor flip(params long[] dims) => New(Native.ts_flip(Handle, dims, dims.Length, out TensorHandle r), r);

        /// <summary>Elements shifted along dimensions; what leaves at the end comes in at the start.</summary>
        public Tensor roll(long shifts, long? dims = null) => dims is null ? roll([shifts], default(ReadOnlySpan<long>)) : roll([shifts], [dims.Value]);

        public Tensor roll(long[] shifts, long[] dims) => roll((ReadOnlySpan<long>)shifts, dims);

        public Tensor roll(long[] shifts) => roll((ReadOnlySpan<long>)shifts);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            New(Native.ts_roll(Handle, shifts, shifts.Length, dims, dims.Length, out TensorHandle r), r);

        /// <summary>A view of length elements of a dimension.</summary>
        public Tensor narrow(long dim, long start, long length) => New(Native.ts_narrow(Handle, dim, start, length, out TensorHandle r), r);

        /// <summary>A view of every step-th element from start to finish (excluded).</summary>
        public Tensor slice(long dim, long start, long finish, long step) => New(Native.ts_slice(Handle, dim, start, finish, step, out TensorHandle r), r);

        /// <summary>A view of one position of a dimension, which goes away.</summary>
        public Tensor select(long dim, long index) => New(Native.ts_select(Handle, dim, index, out TensorHandle r), r);

        /// <summary>A view of windows of a dimension.</summary>
        public Tensor unfold(long dimension, long size, long step) => New(Native.ts_unfold(Handle, dimension, size, step, out TensorHandle r), r);

        /// <summary>A view with given sizes and strides.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            New(Native.ts_as_strided(Handle, size, size.Length, strides, strides.Length, storageOffset, out TensorHandle r), r);

        /// <summary>The lower triangle, 0 elsewhere.</summary>
        public Tensor tril(long diagonal = 0) => New(Native.ts_tril(Handle, diagonal, out TensorHandle r), r);

        /// <summary>The upper triangle, 0 elsewhere.</summary>
        public Tensor triu(long diagonal = 0) => New(Native.ts_triu(Handle, diagonal, out TensorHandle r), r);

        /// <summary>The diagonal of a matrix, or a matrix with that diagonal.</summary>
        public Tensor diag(long diagonal = 0) => New(Native.ts_diag(Handle, diagonal, out TensorHandle r), r);

        /// <summary>Views of about equal size, at most so many.</summary>
        public Tensor[] chunk(long chunks, long dim = 0) => Several(Native.ts_chunk(Handle, chunks, dim, out nint r, out int n), r, n);

        /// <summary>Views of a given size, or of given sizes.</summary>
        public Tensor[] split(long size, int dim = 0) => Several(Native.ts_split(Handle, size, dim, out nint r, out int n), r, n);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) =>
            Several(Native.ts_split_sizes(Handle, sizes, sizes.Length, dim, out nint r, out int n), r, n);

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);

        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes);

        /// <summary>Views of all positions of a dimension.</summary>
        public Tensor[] unbind(long dimension = 0) => Several(Native.ts_unbind(Handle, dimension, out nint r, out int n), r, n);

        private static Tensor[] Several(int status, nint array, int count) => Native.Adopt(status, array, count)!;
    }
}
