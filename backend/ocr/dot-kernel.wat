;; The dot product of the recogniser's integer network, v = scales × (w·u + 127 × bias), as tesseract's own
;; function does it, with the same whole numbers and therefore the same results to the last bit.
;;
;; i32x4.relaxed_dot_i8x16_i7x16 multiplies 16 weights in one step, but only where its second operand has no
;; sign: on x86 it would be taken for 128 to 255. So the inputs' magnitudes go there, and where an input is
;; negative the weight is turned over: w × u = (not w) × |u| + |u|. The sum of the last terms is one number
;; for all rows. Weights are -128 … 127 and inputs -127 … 127, so pairs fit into 16 bits.
;;
;; Weights stand row by row: the inputs rounded up to an even number, then the bias. Rows are read up to 15
;; bytes beyond their end; there the input is 0.
;; Built by binaryen 132: wasm-as --enable-simd --enable-relaxed-simd --enable-bulk-memory --enable-bulk-memory-opt
(module
 (import "core" "memory" (memory 0))
 ;; 16-byte aligned; room for the magnitudes of all inputs and then for their signs
 (import "core" "scratch" (global $scratch i32))
 (func (export "dot") (param $outputs i32) (param $columns i32) (param $w i32) (param $scales i32) (param $u i32) (param $v i32)
  (local $inputs i32) (local $stride i32) (local $length i32) (local $k i32) (local $row i32) (local $correction i32) (local $signs i32) (local $n i32)
  (local $p1 i32) (local $p2 i32) (local $p3 i32) (local $p0 i32)
  (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $x v128) (local $s v128) (local $c v128) (local $t v128)
  (local.set $inputs (i32.sub (local.get $columns) (i32.const 1)))
  (local.set $stride (i32.add (i32.sub (local.get $columns) (i32.rem_s (local.get $columns) (i32.const 2))) (i32.const 1)))
  (local.set $length (i32.and (i32.add (local.get $inputs) (i32.const 15)) (i32.const -16)))
  (local.set $signs (i32.add (global.get $scratch) (local.get $length)))
  ;; magnitudes and signs
  (memory.fill (global.get $scratch) (i32.const 0) (local.get $length))
  (memory.copy (global.get $scratch) (local.get $u) (local.get $inputs))
  (loop $prepare
   (local.set $x (v128.load (i32.add (global.get $scratch) (local.get $k))))
   (local.set $s (i8x16.shr_s (local.get $x) (i32.const 7)))
   (local.set $x (i8x16.abs (local.get $x)))
   (v128.store (i32.add (global.get $scratch) (local.get $k)) (local.get $x))
   (v128.store (i32.add (local.get $signs) (local.get $k)) (local.get $s))
   (local.set $c (i32x4.add (local.get $c) (i32x4.extadd_pairwise_i16x8_s (i16x8.extadd_pairwise_i8x16_s (v128.and (local.get $x) (local.get $s))))))
   (br_if $prepare (i32.lt_s (local.tee $k (i32.add (local.get $k) (i32.const 16))) (local.get $length))))
  (local.set $correction (i32.add (i32.add (i32x4.extract_lane 0 (local.get $c)) (i32x4.extract_lane 1 (local.get $c))) (i32.add (i32x4.extract_lane 2 (local.get $c)) (i32x4.extract_lane 3 (local.get $c)))))
  (local.set $c (i32x4.splat (local.get $correction)))
  (local.set $row (i32.const 0))
  (block $fours_done
   (loop $fours
    (br_if $fours_done (i32.gt_s (i32.add (local.get $row) (i32.const 4)) (local.get $outputs)))
    (local.set $p0 (local.get $w))
    (local.set $p1 (i32.add (local.get $p0) (local.get $stride)))
    (local.set $p2 (i32.add (local.get $p1) (local.get $stride)))
    (local.set $p3 (i32.add (local.get $p2) (local.get $stride)))
    (local.set $a0 (v128.const i32x4 0 0 0 0))
    (local.set $a1 (v128.const i32x4 0 0 0 0))
    (local.set $a2 (v128.const i32x4 0 0 0 0))
    (local.set $a3 (v128.const i32x4 0 0 0 0))
    (local.set $k (i32.const 0))
    (loop $inner
     (local.set $x (v128.load (i32.add (global.get $scratch) (local.get $k))))
     (local.set $s (v128.load (i32.add (local.get $signs) (local.get $k))))
     (local.set $a0 (i32x4.relaxed_dot_i8x16_i7x16_add_s (v128.xor (local.get $s) (v128.load align=1 (i32.add (local.get $p0) (local.get $k)))) (local.get $x) (local.get $a0)))
     (local.set $a1 (i32x4.relaxed_dot_i8x16_i7x16_add_s (v128.xor (local.get $s) (v128.load align=1 (i32.add (local.get $p1) (local.get $k)))) (local.get $x) (local.get $a1)))
     (local.set $a2 (i32x4.relaxed_dot_i8x16_i7x16_add_s (v128.xor (local.get $s) (v128.load align=1 (i32.add (local.get $p2) (local.get $k)))) (local.get $x) (local.get $a2)))
     (local.set $a3 (i32x4.relaxed_dot_i8x16_i7x16_add_s (v128.xor (local.get $s) (v128.load align=1 (i32.add (local.get $p3) (local.get $k)))) (local.get $x) (local.get $a3)))
     (br_if $inner (i32.lt_s (local.tee $k (i32.add (local.get $k) (i32.const 16))) (local.get $length))))
    ;; four sums at once: transpose and add
    (local.set $x (i32x4.add (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $a0) (local.get $a1)) (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $a0) (local.get $a1))))
    (local.set $s (i32x4.add (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $a2) (local.get $a3)) (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $a2) (local.get $a3))))
    (local.set $x (i32x4.add (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $x) (local.get $s)) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x) (local.get $s))))
    ;; biases stand behind each row and count 127 times
    (local.set $n (i32.sub (local.get $stride) (i32.const 1)))
    (local.set $t (i32x4.splat (i32.load8_s (i32.add (local.get $p0) (local.get $n)))))
    (local.set $t (i32x4.replace_lane 1 (local.get $t) (i32.load8_s (i32.add (local.get $p1) (local.get $n)))))
    (local.set $t (i32x4.replace_lane 2 (local.get $t) (i32.load8_s (i32.add (local.get $p2) (local.get $n)))))
    (local.set $t (i32x4.replace_lane 3 (local.get $t) (i32.load8_s (i32.add (local.get $p3) (local.get $n)))))
    (local.set $x (i32x4.add (i32x4.add (local.get $x) (local.get $c)) (i32x4.mul (local.get $t) (v128.const i32x4 127 127 127 127))))
    (v128.store align=4 (local.get $v) (f32x4.mul (v128.load align=4 (local.get $scales)) (f32x4.convert_i32x4_s (local.get $x))))
    (local.set $v (i32.add (local.get $v) (i32.const 16)))
    (local.set $scales (i32.add (local.get $scales) (i32.const 16)))
    (local.set $w (i32.add (local.get $p3) (local.get $stride)))
    (local.set $row (i32.add (local.get $row) (i32.const 4)))
    (br $fours)))
  (block $ones_done
   (loop $ones
    (br_if $ones_done (i32.ge_s (local.get $row) (local.get $outputs)))
    (local.set $a0 (v128.const i32x4 0 0 0 0))
    (local.set $k (i32.const 0))
    (loop $inner1
     (local.set $a0 (i32x4.relaxed_dot_i8x16_i7x16_add_s (v128.xor (v128.load (i32.add (local.get $signs) (local.get $k))) (v128.load align=1 (i32.add (local.get $w) (local.get $k)))) (v128.load (i32.add (global.get $scratch) (local.get $k))) (local.get $a0)))
     (br_if $inner1 (i32.lt_s (local.tee $k (i32.add (local.get $k) (i32.const 16))) (local.get $length))))
    (local.set $n (i32.add (i32.add (i32.add (i32x4.extract_lane 0 (local.get $a0)) (i32x4.extract_lane 1 (local.get $a0))) (i32.add (i32x4.extract_lane 2 (local.get $a0)) (i32x4.extract_lane 3 (local.get $a0))))
      (i32.add (local.get $correction) (i32.mul (i32.const 127) (i32.load8_s (i32.add (local.get $w) (i32.sub (local.get $stride) (i32.const 1))))))))
    (f32.store (local.get $v) (f32.mul (f32.load (local.get $scales)) (f32.convert_i32_s (local.get $n))))
    (local.set $v (i32.add (local.get $v) (i32.const 4)))
    (local.set $scales (i32.add (local.get $scales) (i32.const 4)))
    (local.set $w (i32.add (local.get $w) (local.get $stride)))
    (local.set $row (i32.add (local.get $row) (i32.const 1)))
    (br $ones)))
 )
)
