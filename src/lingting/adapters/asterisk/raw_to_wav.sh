#!/bin/sh
# Turns the interleaved stereo sound of one leg (8 kHz, 16 bit) into a WAV file, in one step for
# whoever looks: Asterisk runs this when a recording is over, also while the engine is away.
# usage: raw_to_wav.sh FILE.raw FILE.wav
set -eu
raw=$1 wav=$2
size=$(($(wc -c <"$raw") / 4 * 4))
word() { printf "\\$(printf %03o $(($1 & 255)))\\$(printf %03o $(($1 >> 8 & 255)))\\$(printf %03o $(($1 >> 16 & 255)))\\$(printf %03o $(($1 >> 24 & 255)))"; }
{
    printf RIFF
    word $((size + 36))
    printf 'WAVEfmt '
    word 16
    printf '\001\000\002\000'
    word 8000
    word 32000
    printf '\004\000\020\000data'
    word $size
    head -c $size "$raw"
} >"$wav.part"
mv -f "$wav.part" "$wav"
rm -f "$raw"
