using System.Numerics;

namespace CSysdig.Model.ToolOrder;

/// <summary>
/// The tools sort rows by GNU libstdc++'s std::sort, which is not stable: equal rows stand as it happens to leave them. The same steps
/// (introsort: median of three, insertion below sixteen, heap when too deep) leave them in the same order.
/// </summary>
public static class LibstdcppSort
{
    const int Threshold = 16;

    /// <param name="less">Tells whether the first stands before the second; a strict order.</param>
    public static void Sort<T>(T[] a, Func<T, T, bool> less)
    {
        if (a.Length < 2)
            return;
        IntroLoop(a, 0, a.Length, 2 * BitOperations.Log2((uint)a.Length), less);
        if (a.Length <= Threshold)
        {
            InsertionSort(a, 0, a.Length, less);
            return;
        }
        InsertionSort(a, 0, Threshold, less);
        for (var i = Threshold; i < a.Length; i++)
            LinearInsert(a, i, less);
    }

    static void IntroLoop<T>(T[] a, int first, int last, int depth, Func<T, T, bool> less)
    {
        while (last - first > Threshold)
        {
            if (depth-- == 0)
            {
                HeapSort(a, first, last, less);
                return;
            }
            var cut = Partition(a, first, last, less);
            IntroLoop(a, cut, last, depth, less);
            last = cut;
        }
    }

    static int Partition<T>(T[] a, int first, int last, Func<T, T, bool> less)
    {
        MedianToFirst(a, first, first + 1, first + (last - first) / 2, last - 1, less);
        int low = first + 1, high = last;
        while (true)
        {
            while (less(a[low], a[first]))
                low++;
            high--;
            while (less(a[first], a[high]))
                high--;
            if (low >= high)
                return low;
            (a[low], a[high]) = (a[high], a[low]);
            low++;
        }
    }

    static void MedianToFirst<T>(T[] a, int to, int x, int y, int z, Func<T, T, bool> less)
    {
        var median = less(a[x], a[y])
            ? less(a[y], a[z]) ? y : less(a[x], a[z]) ? z : x
            : less(a[x], a[z]) ? x : less(a[y], a[z]) ? z : y;
        (a[to], a[median]) = (a[median], a[to]);
    }

    static void InsertionSort<T>(T[] a, int first, int last, Func<T, T, bool> less)
    {
        for (var i = first + 1; i < last; i++)
        {
            if (less(a[i], a[first]))
            {
                var value = a[i];
                Array.Copy(a, first, a, first + 1, i - first);
                a[first] = value;
            }
            else
                LinearInsert(a, i, less);
        }
    }

    static void LinearInsert<T>(T[] a, int at, Func<T, T, bool> less)
    {
        var value = a[at];
        for (; less(value, a[at - 1]); at--)
            a[at] = a[at - 1];
        a[at] = value;
    }

    /// <summary>std::partial_sort of the whole range: the heap is made, then its top moves to the end again and again.</summary>
    static void HeapSort<T>(T[] a, int first, int last, Func<T, T, bool> less)
    {
        var length = last - first;
        for (var parent = (length - 2) / 2; parent >= 0; parent--)
            AdjustHeap(a, first, parent, length, a[first + parent], less);
        while (last - first > 1)
        {
            last--;
            var value = a[last];
            a[last] = a[first];
            AdjustHeap(a, first, 0, last - first, value, less);
        }
    }

    static void AdjustHeap<T>(T[] a, int first, int hole, int length, T value, Func<T, T, bool> less)
    {
        var top = hole;
        var child = hole;
        while (child < (length - 1) / 2)
        {
            child = 2 * (child + 1);
            if (less(a[first + child], a[first + child - 1]))
                child--;
            a[first + hole] = a[first + child];
            hole = child;
        }
        if ((length & 1) == 0 && child == (length - 2) / 2)
        {
            child = 2 * (child + 1);
            a[first + hole] = a[first + child - 1];
            hole = child - 1;
        }
        for (var parent = (hole - 1) / 2; hole > top && less(a[first + parent], value); parent = (hole - 1) / 2)
        {
            a[first + hole] = a[first + parent];
            hole = parent;
        }
        a[first + hole] = value;
    }
}
